<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="zh_CN">
<context>
    <name>AnchorSeat</name>
    <message>
        <source>彩排中 {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>直播中 {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>彩排 · 未开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>未开播</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AskStrip</name>
    <message>
        <source>确定</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>取消</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FlashForm</name>
    <message>
        <source>闪电上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拍照</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上架行：名称 价格 件数</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上架并讲解</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>就这样上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号已上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} 秒</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已定格 · Esc 返回</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter：把照片换给 {number} 号并重发</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>名称 价格 x件数，如 豆绿手镯 599 x3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>名称</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>价格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>库存</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineupPanel</name>
    <message>
        <source>找货：编号、名称、货位</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>找货</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>调整顺序，也可以拖动</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>输编号，上讲解</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改价</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>货单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有找到</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>换个词，或按 Esc 看全部</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>货单还是空的</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拍一张，写一行，五秒上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拍照</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>豆绿手镯 599 x3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>写名称、价格、件数</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>全部 {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>在售 {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>待上架 {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>售罄 {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上讲解</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改价…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>加减库存…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改名称…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重拍主图</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重新发给平台</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重新上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下架</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>没有可以撤销的操作</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号 {title}：卖了几件？</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>写一个不小于 1 的数</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>作废 {number} 号 ×{quantity}，原因：</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>要写一句原因</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>客人不要了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号改价为（元）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>写成 599 或 39.90</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号还剩 {left} 件，加几件（减写 -2）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>写一个不是 0 的数</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号的新名称</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>名称不能为空</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>彩排 · 开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已下播：{orders} 单，{amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>；还有 {n} 条待同步，会接着发</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在直播：先按住 {key} 下播，再关窗口</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>撤销 · {n} 秒</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号被平台退回</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有说明原因</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{why}（平台原话）。其余商品不受影响</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号超卖 {n} 件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>平台和店里都卖了这一件：给客人退款或换货</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重拍</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重发</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>立即重试</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}（另有 {n} 条）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>知道了</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SalesPanel</name>
    <message>
        <source>成交</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记一单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} 笔待同步</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} 笔超卖</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShowBar</name>
    <message>
        <source>这一场的名字，如 晚场 · 玉见石佛寺</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这一场的名字</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>按住下播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>再开一场</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>彩排 · 不是真的在卖</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>成交</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} 单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>销售额</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>彩排中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>直播中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已下播 · 播了 {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>未开播</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>联网</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>自动</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>强制离线</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>立即重试</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>数据已存本机 {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>被退回</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>全部已同步</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · 最久 {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>待同步</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>相机没开</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>相机打开中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>相机 {n} 帧</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>相机坏了，用备用画面</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>相机打不开</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>anchor</name>
    <message>
        <source>现在没有讲解中的商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>讲解中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>待播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>售罄</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还剩</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已售 {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有写卖点</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有讲解中的商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>货单里还没有可讲的货</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>讲第一件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拍照，让助理上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>接下来</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下一件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>后面没有了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>剩 {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号被平台退回</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>彩排</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>直播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>未开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>成交</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} 单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} 条待同步</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · 最久 {age}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>card</name>
    <message>
        <source>已售罄</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>仅剩 {n} 件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还有 {n} 件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number}号</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>flash</name>
    <message>
        <source>连拍的照片</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>format</name>
    <message>
        <source>讲解中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>待播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已下架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>需处理</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>售罄</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>草稿</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>待同步</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>审核中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>在售</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>强制离线</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>未连接</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>在线</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>网络差，正在重试</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>离线</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>：</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>平台退回：{why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有说明原因</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>hold</name>
    <message>
        <source>按住下播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>松开就取消</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>讲解</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>货单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>直播与网络</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>讲解下一件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>讲解上一件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>小键盘输入编号，上讲解</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>收起讲解卡片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记一单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>撤销刚才的操作</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拍照</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>到上架行</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上架并讲解</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>按识别结果上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>换后一张照片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>换前一张照片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>找货</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>往前移</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>往后移</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>选中的上讲解</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改价</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>加减库存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改名称</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下架或重新上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重新发给平台</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>作废选中的成交</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>按住 0.6 秒下播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>立即重试</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>收起、返回</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>小键盘 Enter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lineup</name>
    <message>
        <source>编号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>名称</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>价格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>库存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已售</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>状态</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>货位</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号 {title}，{price}，剩 {left} 件</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>number</name>
    <message>
        <source>没有这个编号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>剩 {n} 件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上讲解 · Esc 取消</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>preview</name>
    <message>
        <source>直播画面</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>画面停了 {n} 秒</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在打开摄像头…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>摄像头打不开</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>摄像头没有打开</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>等待画面…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sales</name>
    <message>
        <source>超卖 {n} 件：退款或换货</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已作废：{why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有写原因</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拍下未付款</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number}号</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没有成交</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号 {title} ×{quantity}，{amount}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>，已作废</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sheet</name>
    <message>
        <source>全部按键</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc 关闭，其他按键照常可用</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>undo</name>
    <message>
        <source>{number} 号上讲解</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已收起讲解卡片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号换了位置</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记了一单：{number} 号 ×{quantity}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>撤销</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已把 {number} 号改价为 {price}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号库存 {quantity}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号改了名称</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号已下架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号重新上架</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} 号已上架：{title}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
